/** Rows that arrive one a message, gathered into small files, as a DataSet. */
package io.writeback.dataset.rows;
