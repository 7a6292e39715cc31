package io.writeback.storage;

import io.writeback.config.Secret;
import io.writeback.storage.StorageSettings.Bucket;
import io.writeback.storage.StorageSettings.Encryption;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobApiMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.options.ListContainerOptions;

/**
 * S3Proxy: a server with the API of S3 that checks signatures and digests, here with its objects in
 * memory.
 */
public final class BucketServer implements AutoCloseable {
  public static final String BUCKET = "writeback-runs";
  public static final String KEY = "local-identity";
  public static final String SECRET = "local-credential";

  private final BlobStoreContext context;
  private final BlobStore objects;
  private final S3Proxy server;

  public BucketServer() throws Exception {
    // By its class: jclouds would look for all clouds that S3Proxy knows, which are not here.
    context =
        ContextBuilder.newBuilder(new TransientNio2BlobApiMetadata())
            .credentials("unused", "unused")
            .build(BlobStoreContext.class);
    objects = context.getBlobStore();
    objects.createContainerInLocation(null, BUCKET);
    server =
        S3Proxy.builder()
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY, SECRET)
            .blobStore(objects)
            .build();
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** The settings of a client with valid credentials. */
  public StorageSettings settings() {
    return settings(address(), SECRET);
  }

  static StorageSettings settings(URI address, String secret) {
    return new StorageSettings(
        Optional.of(new Bucket(BUCKET, "team/")),
        Optional.of(address),
        Optional.empty(),
        Optional.of(KEY),
        Optional.of(Secret.of(secret)),
        new Encryption("", ""));
  }

  /** The names of all objects. */
  public List<String> names() {
    return objects.list(BUCKET, new ListContainerOptions().recursive()).stream()
        .map(StorageMetadata::getName)
        .sorted()
        .toList();
  }

  /** Replaces what is stored under a name. */
  public void replace(String name, String content) {
    objects.putBlob(BUCKET, objects.blobBuilder(name).payload(content).build());
  }

  public void remove(String name) {
    objects.removeBlob(BUCKET, name);
  }

  /** Answers no more requests. */
  public void stop() throws Exception {
    server.stop();
  }

  @Override
  public void close() throws Exception {
    server.stop();
    context.close();
  }
}
