package io.writeback.ledger;

import io.writeback.rows.Digest;

/**
 * What a destination has confirmed for a key.
 *
 * @param key what stands for the key: a digest, or an ID of 128 bits
 * @param record the fingerprint of the record that was confirmed
 * @param source the digest of the cells that it was made of, and of how it was; {@link Digest#NONE}
 *     if that is not known
 */
public record ConfirmedKey(Digest key, Digest record, Digest source) {}
