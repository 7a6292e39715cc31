/** A strict simulator of the parts of the Workiva API that read and write sheets. */
package io.writeback.sandbox.workiva;
