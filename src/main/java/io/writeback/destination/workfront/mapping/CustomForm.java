package io.writeback.destination.workfront.mapping;

/**
 * A custom form that is attached to objects.
 *
 * @param name as the route names it
 */
public record CustomForm(String id, String name) {}
