package io.writeback.sandbox.dataworld;

import java.time.Instant;

/**
 * A file of a dataset.
 *
 * @param created when the first file of that name came
 * @param updated when the present bytes came
 * @param body where the bytes are
 */
record StoredFile(String name, Instant created, Instant updated, FileBody body) {}
