/** A strict simulator of the parts of the Domo API that read a DataSet. */
package io.writeback.sandbox.domo;
