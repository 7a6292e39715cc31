/** A strict simulator of the parts of the data.world API that list datasets and store files. */
package io.writeback.sandbox.dataworld;
