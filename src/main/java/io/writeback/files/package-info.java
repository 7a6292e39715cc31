/** Digests and rights of files. */
package io.writeback.files;
