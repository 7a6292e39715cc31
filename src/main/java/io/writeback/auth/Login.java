package io.writeback.auth;

import io.writeback.problem.Code;
import java.net.URI;

/**
 * A login as messages name it, and the codes of its failures.
 *
 * @param system whose login it is: {@code Workfront}
 * @param uri where it is
 * @param addressKey the key that says where it is: {@code account.workfront.url}
 * @param credentialKeys the keys that say who we are
 * @param hint what else may be the reason that credentials are refused, a sentence; may be ""
 * @param quoted whether its own words are repeated, without what they repeat; else only the code of
 *     RFC 6749 is
 * @param refused the code if the credentials are refused
 * @param unavailable the code if it cannot be asked
 */
public record Login(
    String system,
    URI uri,
    String addressKey,
    String credentialKeys,
    String hint,
    boolean quoted,
    Code refused,
    Code unavailable) {}
