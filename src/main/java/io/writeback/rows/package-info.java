/** What became of rows: the words that the ledger, a run and its report share. */
package io.writeback.rows;
