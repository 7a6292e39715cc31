/** Figures of the process and its ledger, in the text format of Prometheus. */
package io.writeback.metrics;
