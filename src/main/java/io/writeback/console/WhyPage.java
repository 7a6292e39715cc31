package io.writeback.console;

import io.writeback.view.WhyAnswer;

/**
 * Which runs have written a record.
 *
 * @param object as it was asked for; "" if nothing was
 * @param answer null if nothing was asked, or that is no question
 * @param problem why it is none; "" if it is one
 * @param showValues whether cell values are shown
 */
public record WhyPage(
    String object, String id, String field, WhyAnswer answer, String problem, boolean showValues) {}
