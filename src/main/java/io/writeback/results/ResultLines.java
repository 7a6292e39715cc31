package io.writeback.results;

import io.writeback.dataset.Schema;
import io.writeback.ledger.ResultDelivery;
import java.util.List;
import java.util.function.Consumer;

/**
 * What one delivery has, line by line from the first one each time.
 *
 * @param each hands over the cells of each line; may throw what a receiver throws
 */
record ResultLines(ResultDelivery delivery, Schema schema, Consumer<Consumer<List<String>>> each) {}
