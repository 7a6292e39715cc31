package io.writeback.console;

/**
 * Where a visitor says who it is.
 *
 * @param then the page that it wanted
 * @param problem what was wrong with the last attempt; "" if there was none
 */
public record LoginPage(String csrf, String then, String problem) {}
