package io.writeback.dataset.body;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a message brings.
 *
 * @param body empty if the message has none
 * @param name of the file that it was, for people; "" if it has none
 * @param rows how many rows its sender says there are
 * @param sha256 the digest of its bytes that its sender says, hex
 * @param kept whether it was kept with its run, so that it can be read again but is nowhere else
 */
public record Incoming(
    Optional<Body> body, String name, OptionalLong rows, Optional<String> sha256, boolean kept) {}
