package io.writeback.destination.workfront.update;

import io.writeback.destination.workfront.mapping.ValueKind;

/**
 * A field that an answer has to show as it was written.
 *
 * @param name on the wire
 * @param number from 0, each field another one
 */
record ComparedField(String name, int number, ValueKind kind) {}
