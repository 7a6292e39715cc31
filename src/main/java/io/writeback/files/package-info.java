/** Rights and durable names of files, and cells that are safe in them. */
package io.writeback.files;
