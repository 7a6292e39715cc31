package io.writeback.destination;

/** A field that holds another value than was sent, although the destination said yes. */
public record Difference(String field, String sent, String found) {}
