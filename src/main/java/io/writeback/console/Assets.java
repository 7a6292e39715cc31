package io.writeback.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.commons.codec.digest.DigestUtils;

/** The files that pages use, from the class path: style, scripts, and the libraries as WebJars. */
final class Assets {
  private static final String WEBJARS = "META-INF/resources/webjars/";
  private static final String MAVEN = "META-INF/maven/org.webjars.npm/";

  /**
   * A file.
   *
   * @param type its media type
   * @param version of its content
   */
  record Asset(byte[] content, String type, String version) {}

  private final Map<String, Asset> files = new LinkedHashMap<>();

  Assets() {
    add("console.css", "console/console.css");
    add("console.js", "console/console.js");
    add("icon.svg", "console/icon.svg");
    add("htmx.js", webjar("htmx.org", "dist/htmx.min.js"));
    add("sse.js", webjar("htmx-ext-sse", "sse.js"));
    add("uplot.js", webjar("uplot", "dist/uPlot.iife.min.js"));
    add("uplot.css", webjar("uplot", "dist/uPlot.min.css"));
  }

  /** The place of a file in the WebJar of an npm package, whichever version is there. */
  private static String webjar(String name, String file) {
    try (InputStream in = open(MAVEN + name + "/pom.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return WEBJARS + name + "/" + properties.getProperty("version") + "/" + file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String name, String path) {
    try (InputStream in = open(path)) {
      byte[] content = in.readAllBytes();
      files.put(
          name, new Asset(content, type(name), DigestUtils.sha256Hex(content).substring(0, 12)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String path) {
    InputStream in = Assets.class.getClassLoader().getResourceAsStream(path);
    if (in == null) {
      throw new IllegalStateException(path + " is not on the class path");
    }
    return in;
  }

  private static String type(String name) {
    return name.endsWith(".css")
        ? "text/css; charset=utf-8"
        : name.endsWith(".svg") ? "image/svg+xml" : "text/javascript; charset=utf-8";
  }

  Optional<Asset> find(String name) {
    return Optional.ofNullable(files.get(name));
  }

  String address(String name) {
    return "/assets/" + name + "?v=" + files.get(name).version();
  }
}
