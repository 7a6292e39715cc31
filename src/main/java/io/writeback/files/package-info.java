/** Rights and durable names of files. */
package io.writeback.files;
