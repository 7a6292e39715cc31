package io.writeback.console;

/**
 * A page that only says something: what is wrong, or what is not there.
 *
 * @param code of what is wrong; "" if there is none
 */
public record MessagePage(String heading, String code, String message) {}
