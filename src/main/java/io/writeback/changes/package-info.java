/** What a run would change, cell by cell: kept in a file, summed up, judged by a budget, shown. */
package io.writeback.changes;
