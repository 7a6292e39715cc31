/** Requests and health over HTTP. */
package io.writeback.api;
