/** What the services of the sandbox stand on: listening, requests and answers, faults, counts. */
package io.writeback.sandbox.http;
