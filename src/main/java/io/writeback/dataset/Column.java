package io.writeback.dataset;

public record Column(String name, ColumnType type) {}
