package io.writeback.sandbox.dataworld;

import java.time.Instant;

/**
 * A file of a dataset.
 *
 * @param created when the first file of that name was uploaded
 * @param updated when the current bytes were uploaded
 * @param body the bytes
 */
record StoredFile(String name, Instant created, Instant updated, FileBody body) {}
