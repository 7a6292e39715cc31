package io.writeback.storage;

import io.writeback.files.OwnerOnly;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.input.BoundedInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket of a service with the API of S3. A file larger than a part is sent in parts. Each part
 * goes with its MD5 digest, which the service checks before it stores it.
 */
final class S3Storage implements FileStorage {
  private static final Logger LOG = LoggerFactory.getLogger(S3Storage.class);

  /** So large a file has at most 10,000 parts, which S3 allows, up to 640 GiB. */
  static final int PART = 64 << 20;

  private static final String BINARY = "application/octet-stream";
  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private final S3Client s3;
  private final StorageSettings.Bucket bucket;
  private final StorageSettings.Encryption encryption;
  private final int part;

  private S3Storage(
      S3Client s3, StorageSettings.Bucket bucket, StorageSettings.Encryption encryption, int part) {
    this.s3 = s3;
    this.bucket = bucket;
    this.encryption = encryption;
    this.part = part;
  }

  static S3Storage open(StorageSettings settings) {
    return open(settings, PART);
  }

  /**
   * @param part how many bytes are sent at once
   */
  static S3Storage open(StorageSettings settings, int part) {
    StorageSettings.Bucket bucket = settings.bucket().orElseThrow();
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECTING)
                    .socketTimeout(SILENCE))
            .credentialsProvider(credentials(settings))
            // Other services do not know the checksums of today's S3; ours are the MD5 digests.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    settings
        .endpoint()
        .ifPresent(
            uri -> builder.endpointOverride(uri).forcePathStyle(true).region(Region.US_EAST_1));
    settings.region().map(Region::of).ifPresent(builder::region);
    try {
      return new S3Storage(builder.build(), bucket, settings.encryption(), part);
    } catch (SdkClientException e) {
      throw new WritebackException(
          Code.STORAGE_REFUSED,
          "the region of %s is unknown: set writeback.snapshots-region or AWS_REGION"
              .formatted(bucket),
          e);
    }
  }

  private static AwsCredentialsProvider credentials(StorageSettings settings) {
    return settings.accessKey().isEmpty()
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(
            AwsBasicCredentials.create(
                settings.accessKey().get(), settings.secretKey().orElseThrow().reveal()));
  }

  @Override
  public void put(String name, Path file) {
    String key = bucket.prefix() + name;
    asking(
        name,
        () -> {
          long bytes = size(file);
          if (bytes <= part) {
            putWhole(key, file, bytes);
          } else {
            putParts(key, file, bytes);
          }
          long stored = s3.headObject(ask -> ask.bucket(bucket.name()).key(key)).contentLength();
          if (stored != bytes) {
            throw new WritebackException(
                Code.STORAGE_DAMAGED,
                "%s%s has %,d bytes after %,d were sent; resume the run: ./writeback resume"
                    .formatted(bucket, name, stored, bytes));
          }
          return null;
        });
  }

  private void putWhole(String key, Path file, long bytes) {
    s3.putObject(
        ask -> {
          ask.bucket(bucket.name()).key(key).contentMD5(md5(file, 0, bytes));
          if (!encryption.method().isEmpty()) {
            ask.serverSideEncryption(encryption.method()).ssekmsKeyId(kmsKey());
          }
        },
        body(file, 0, bytes));
  }

  private void putParts(String key, Path file, long bytes) {
    String upload =
        s3.createMultipartUpload(
                ask -> {
                  ask.bucket(bucket.name()).key(key);
                  if (!encryption.method().isEmpty()) {
                    ask.serverSideEncryption(encryption.method()).ssekmsKeyId(kmsKey());
                  }
                })
            .uploadId();
    boolean complete = false;
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (long from = 0; from < bytes; from += part) {
        parts.add(putPart(key, upload, parts.size() + 1, file, from, Math.min(part, bytes - from)));
      }
      s3.completeMultipartUpload(
          ask ->
              ask.bucket(bucket.name())
                  .key(key)
                  .uploadId(upload)
                  .multipartUpload(all -> all.parts(parts)));
      complete = true;
    } finally {
      if (!complete) {
        abort(key, upload);
      }
    }
  }

  private CompletedPart putPart(
      String key, String upload, int number, Path file, long from, long bytes) {
    String etag =
        s3.uploadPart(
                ask ->
                    ask.bucket(bucket.name())
                        .key(key)
                        .uploadId(upload)
                        .partNumber(number)
                        .contentMD5(md5(file, from, bytes)),
                body(file, from, bytes))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  /** Parts that are left cost money until the bucket's own rule removes them. */
  private void abort(String key, String upload) {
    try {
      s3.abortMultipartUpload(ask -> ask.bucket(bucket.name()).key(key).uploadId(upload));
    } catch (SdkException e) {
      LOG.warn("the parts of s3://{}/{} cannot be removed: {}", bucket.name(), key, reason(e));
    }
  }

  private String kmsKey() {
    return encryption.key().isEmpty() ? null : encryption.key();
  }

  private static RequestBody body(Path file, long from, long bytes) {
    return RequestBody.fromContentProvider(() -> piece(file, from, bytes), bytes, BINARY);
  }

  private static String md5(Path file, long from, long bytes) {
    try (InputStream in = piece(file, from, bytes)) {
      return Base64.getEncoder()
          .encodeToString(DigestUtils.updateDigest(DigestUtils.getMd5Digest(), in).digest());
    } catch (IOException e) {
      throw new LocalFileException(file, e);
    }
  }

  /** Some bytes of a file. */
  private static InputStream piece(Path file, long from, long bytes) {
    try {
      FileChannel channel = FileChannel.open(file).position(from);
      return BoundedInputStream.builder()
          .setInputStream(Channels.newInputStream(channel))
          .setMaxCount(bytes)
          .get();
    } catch (IOException e) {
      throw new LocalFileException(file, e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new LocalFileException(file, e);
    }
  }

  @Override
  public void get(String name, Path file) {
    asking(
        name,
        () -> {
          try (ResponseInputStream<GetObjectResponse> in =
                  s3.getObject(ask -> ask.bucket(bucket.name()).key(bucket.prefix() + name));
              FileChannel channel = created(file)) {
            copy(in, file, channel);
          } catch (IOException e) {
            throw SdkClientException.create("the answer broke off: " + e.getMessage(), e);
          }
          return null;
        });
  }

  private static FileChannel created(Path file) {
    try {
      Files.deleteIfExists(file);
      return OwnerOnly.create(file);
    } catch (IOException e) {
      throw new LocalFileException(file, e);
    }
  }

  private static void copy(InputStream in, Path file, FileChannel channel) throws IOException {
    byte[] some = new byte[1 << 16];
    for (int count = in.read(some); count >= 0; count = in.read(some)) {
      try {
        Channels.newOutputStream(channel).write(some, 0, count);
      } catch (IOException e) {
        throw new LocalFileException(file, e);
      }
    }
    try {
      channel.force(true);
    } catch (IOException e) {
      throw new LocalFileException(file, e);
    }
  }

  @Override
  public void deleteAll(String prefix) {
    asking(
        prefix,
        () -> {
          List<ObjectIdentifier> some = some(prefix);
          while (!some.isEmpty()) {
            List<ObjectIdentifier> objects = some;
            objects.forEach(
                object -> s3.deleteObject(ask -> ask.bucket(bucket.name()).key(object.key())));
            some = some(prefix);
          }
          return null;
        });
  }

  private List<ObjectIdentifier> some(String prefix) {
    return s3
        .listObjectsV2(ask -> ask.bucket(bucket.name()).prefix(bucket.prefix() + prefix))
        .contents()
        .stream()
        .map(S3Object::key)
        .map(key -> ObjectIdentifier.builder().key(key).build())
        .toList();
  }

  @Override
  public void close() {
    s3.close();
  }

  /** Asks the service, and says what its failure means. */
  private <T> T asking(String name, Supplier<T> request) {
    try {
      return request.get();
    } catch (LocalFileException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO,
          "%s cannot be read or written: %s".formatted(e.file, e.getCause().getMessage()),
          e);
    } catch (NoSuchKeyException e) {
      throw new WritebackException(
          Code.STORAGE_DAMAGED, "%s%s is not there".formatted(bucket, name), e);
    } catch (S3Exception e) {
      boolean passes = e.statusCode() >= SERVER_ERROR || e.statusCode() == TOO_MANY;
      throw passes ? away(e) : refused(e);
    } catch (SdkClientException e) {
      throw noCredentials(e) ? refused(e) : away(e);
    }
  }

  private static boolean noCredentials(SdkClientException e) {
    return String.valueOf(e.getMessage()).contains("Unable to load credentials");
  }

  private WritebackException away(SdkException e) {
    return new WritebackException(
        Code.STORAGE_AWAY, "%s cannot be reached: %s".formatted(bucket, reason(e)), e);
  }

  private WritebackException refused(SdkException e) {
    return new WritebackException(
        Code.STORAGE_REFUSED,
        "%s refused the request: %s; check writeback.snapshots, the region, the credentials and what they may do (s3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload, s3:ListBucket)"
            .formatted(bucket, reason(e)),
        e);
  }

  /** In one line; the service names no secret. */
  private static String reason(SdkException e) {
    if (e instanceof S3Exception answer && answer.awsErrorDetails() != null) {
      return "%d %s %s"
          .formatted(
              answer.statusCode(),
              String.valueOf(answer.awsErrorDetails().errorCode()),
              String.valueOf(answer.awsErrorDetails().errorMessage()))
          .replace(" null", "")
          .strip();
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  /** A file of this machine failed, not the service. */
  private static final class LocalFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Path file;

    LocalFileException(Path file, IOException e) {
      super(e);
      this.file = file;
    }
  }
}
