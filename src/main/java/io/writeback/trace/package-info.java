/** Runs as traces of OpenTelemetry. */
package io.writeback.trace;
