/** What became of rows and how they are compared: what the ledger, a run and its report share. */
package io.writeback.rows;
