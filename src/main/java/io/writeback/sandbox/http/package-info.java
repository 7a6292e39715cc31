/** The common parts of the sandbox's services: listener, requests and responses, faults, counts. */
package io.writeback.sandbox.http;
