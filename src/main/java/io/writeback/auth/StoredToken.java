package io.writeback.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.config.Secret;
import io.writeback.files.FolderSync;
import io.writeback.files.OwnerOnly;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The token of an account while its lock is held: what is used next, and what replaces it.
 *
 * <p>The stored one is used as long as the configuration has what it had when it was stored.
 */
public final class StoredToken implements Closeable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String CONFIGURED = "configured";
  private static final String TOKEN = "token";

  /** Room for a token, taken before the login: a disk that is full afterwards would lose it. */
  private static final int RESERVED = 16 * 1024;

  private final Path file;
  private final Path next;
  private final FileChannel reserved;
  private final String key;
  private final String digest;
  private final Secret token;

  private StoredToken(
      Path file, Path next, FileChannel reserved, String key, String digest, Secret token) {
    this.key = key;
    this.file = file;
    this.next = next;
    this.reserved = reserved;
    this.digest = digest;
    this.token = token;
  }

  static StoredToken open(Path file, TokenStore.Configured configured) throws IOException {
    String digest = digest(configured);
    Optional<Secret> stored = read(file, configured, digest);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    FileChannel reserved = OwnerOnly.create(next);
    try {
      write(reserved, new byte[RESERVED]);
    } catch (IOException e) {
      reserved.close();
      Files.deleteIfExists(next);
      throw e;
    }
    return new StoredToken(
        file, next, reserved, configured.key(), digest, stored.orElse(configured.token()));
  }

  public Secret token() {
    return token;
  }

  /**
   * Puts a token in the place of the one that was used. On disk when this returns, whole or not at
   * all.
   */
  public void keep(Secret replacement) {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", 1).put(CONFIGURED, digest).put(TOKEN, replacement.reveal());
    try {
      write(reserved, JSON.writeValueAsBytes(json));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      FolderSync.force(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new WritebackException(
          Code.TOKEN_STORE,
          ("the new token from the login cannot be stored in %s: %s; the previous one may be used"
                  + " up: fix that, and set %s to a new token")
              .formatted(file, e, key),
          e);
    }
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    channel.position(0);
    Channels.newOutputStream(channel).write(bytes);
    channel.truncate(bytes.length);
    channel.force(true);
  }

  private static Optional<Secret> read(Path file, TokenStore.Configured configured, String digest)
      throws IOException {
    JsonNode json;
    try {
      json = JSON.readTree(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      json = JSON.missingNode();
    }
    String token = json.path(TOKEN).asText("");
    if (token.isEmpty() || !json.path(CONFIGURED).isTextual()) {
      throw new WritebackException(
          Code.TOKEN_STORE,
          "%s is damaged; remove it, and set %s to a new token".formatted(file, configured.key()));
    }
    return json.path(CONFIGURED).textValue().equals(digest)
        ? Optional.of(Secret.of(token))
        : Optional.empty();
  }

  /** Identifies a configured token without revealing it. */
  private static String digest(TokenStore.Configured configured) {
    return DigestUtils.sha256Hex(configured.owner() + '\0' + configured.token().reveal());
  }

  @Override
  public void close() throws IOException {
    reserved.close();
    Files.deleteIfExists(next);
  }
}
