/** Digests, rights and durable names of files. */
package io.writeback.files;
