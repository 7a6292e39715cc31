package io.writeback.sandbox.dataworld;

import java.nio.file.Path;

/**
 * The bytes of a file on the disk.
 *
 * @param size in bytes
 * @param sha256 of the bytes, in lower-case hex
 */
record FileBody(Path path, long size, String sha256) {}
