package io.writeback.camel.routes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.common.YamlDeserializationContext;
import org.apache.camel.spi.Resource;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads route files as UTF-8 (Camel's own loader takes the character set of the platform), and
 * makes the parameters of our Kamelets arrive as they are written.
 */
final class Utf8RouteLoader extends YamlRoutesBuilderLoader {
  private final KameletUses uses;

  Utf8RouteLoader(KameletUses uses) {
    this.uses = uses;
  }

  @Override
  protected RouteBuilder builder(YamlDeserializationContext context, Node root) {
    uses.encode(root);
    return super.builder(context, root);
  }

  @Override
  protected InputStream resourceInputStream(Resource resource) throws IOException {
    byte[] bytes;
    try (InputStream in = resource.getInputStream()) {
      bytes = in.readAllBytes();
    }
    try {
      if (StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().isBlank()) {
        throw new IOException("it is empty");
      }
    } catch (CharacterCodingException e) {
      throw new IOException("it is not UTF-8; save it as UTF-8", e);
    }
    return new ByteArrayInputStream(bytes);
  }
}
