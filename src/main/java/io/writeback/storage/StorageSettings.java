package io.writeback.storage;

import io.writeback.config.Option;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the files of runs are kept for other machines, as the keys under {@code writeback.} say.
 *
 * @param bucket empty if there is no storage
 * @param endpoint of a service other than Amazon's
 * @param accessKey empty for the credentials of the environment
 */
public record StorageSettings(
    Optional<Bucket> bucket,
    Optional<URI> endpoint,
    Optional<String> region,
    Optional<String> accessKey,
    Optional<Secret> secretKey,
    Encryption encryption) {
  private static final Pattern ADDRESS =
      Pattern.compile("s3://(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?<prefix>.*?))?/*");
  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

  /**
   * A part of a bucket.
   *
   * @param prefix begins all names; "" or with / at its end
   */
  public record Bucket(String name, String prefix) {
    static Bucket of(String text) {
      Matcher address = ADDRESS.matcher(text);
      if (!address.matches()) {
        throw new IllegalArgumentException();
      }
      String prefix = address.group("prefix");
      return new Bucket(
          address.group("bucket"), prefix == null || prefix.isEmpty() ? "" : prefix + "/");
    }

    @Override
    public String toString() {
      return "s3://" + name + "/" + prefix;
    }
  }

  /**
   * How the service encrypts what it stores.
   *
   * @param method of the header; "" for what the bucket says
   * @param key of KMS; "" for its own
   */
  public record Encryption(String method, String key) {
    private static final String BUCKET = "bucket";
    private static final Pattern METHOD = Pattern.compile("(AES256|aws:kms)(?::(\\S+))?");

    static Encryption of(String text) {
      if (text.equals(BUCKET)) {
        return new Encryption("", "");
      }
      Matcher method = METHOD.matcher(text);
      if (!method.matches() || method.group(2) != null && method.group(1).equals("AES256")) {
        throw new IllegalArgumentException();
      }
      return new Encryption(method.group(1), method.group(2) == null ? "" : method.group(2));
    }
  }

  private static final Option<Optional<Bucket>> SNAPSHOTS =
      Option.orElse(
              "snapshots",
              Optional.<Bucket>empty(),
              "an address such as s3://bucket/prefix",
              text -> Optional.of(Bucket.of(text)))
          .without("`data-dir`")
          .says(
              "Where the files of runs are kept for machines that share a ledger and no file"
                  + " system: `s3://BUCKET/PREFIX`. [What is kept"
                  + " there](runs.md#files-of-runs-on-several-machines).");

  private static final Option<Optional<URI>> ENDPOINT =
      Option.url("snapshots-endpoint")
          .without("Amazon S3")
          .says(
              "The address of another service with the API of S3, such as"
                  + " `https://minio.example.com`; https, except on this machine.");

  private static final Option<Optional<String>> REGION =
      Option.text("snapshots-region")
          .without("that of the environment")
          .says(
              "The region of the bucket. Without it that of `AWS_REGION`, or of the machine; with"
                  + " `snapshots-endpoint` `us-east-1`.");

  private static final Option<Optional<String>> ACCESS_KEY =
      Option.text("snapshots-access-key")
          .without("the credentials of the environment")
          .says(
              "The ID of the access key. Without it the credentials are those of the environment:"
                  + " `AWS_ACCESS_KEY_ID`, a service account of Kubernetes, the role of the"
                  + " machine.");

  private static final Option<Optional<Secret>> SECRET_KEY =
      Option.secret("snapshots-secret-key").says("The secret of that access key.");

  private static final Option<Encryption> ENCRYPTION =
      Option.parsed(
              "snapshots-encryption",
              Encryption.BUCKET,
              "bucket, AES256, aws:kms or aws:kms:KEY",
              Encryption::of)
          .says(
              "How the service encrypts the files, which have people's rows: `AES256` (its own key),"
                  + " `aws:kms` (the key of the account), `aws:kms:KEY` (a key of yours), or as the"
                  + " bucket says.");

  /** All of them, in the order of the documents. */
  public static final List<Option<?>> KEYS =
      List.of(SNAPSHOTS, ENDPOINT, REGION, ACCESS_KEY, SECRET_KEY, ENCRYPTION);

  /** What is said there; mistakes are noted in the settings. */
  public static StorageSettings of(Settings own) {
    StorageSettings settings =
        new StorageSettings(
            SNAPSHOTS.in(own),
            ENDPOINT.in(own),
            REGION.in(own),
            ACCESS_KEY.in(own),
            SECRET_KEY.in(own),
            ENCRYPTION.in(own));
    if (settings.accessKey.isPresent() != settings.secretKey.isPresent()) {
      own.problem(
          Code.MISSING_VALUE,
          settings.accessKey.isPresent() ? "snapshots-secret-key" : "snapshots-access-key",
          "is missing: an access key has an ID and a secret");
    }
    settings
        .endpoint
        .filter(uri -> uri.getScheme().equals("http") && !THIS_MACHINE.contains(uri.getHost()))
        .ifPresent(
            uri ->
                own.problem(
                    Code.BAD_VALUE,
                    "snapshots-endpoint",
                    "is http, by which everyone on the way could read the rows: it has to be https"));
    return settings;
  }

  /** The storage; {@link FileStorage#NONE} if there is none. */
  public FileStorage open() {
    return bucket.isPresent() ? S3Storage.open(this) : FileStorage.NONE;
  }
}
