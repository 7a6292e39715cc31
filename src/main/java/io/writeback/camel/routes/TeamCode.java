package io.writeback.camel.routes;

import io.writeback.camel.routes.JavaSources.Compiled;
import io.writeback.camel.routes.JavaSources.Mistake;
import io.writeback.problem.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.camel.builder.RouteBuilder;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The RouteBuilders of {@code routes/}: those of its Java files, compiled now, and those that its
 * jars name in {@value #SERVICE}. A jar that names none is a library of the Java files.
 */
final class TeamCode {
  static final String SERVICE = "META-INF/services/org.apache.camel.RoutesBuilder";

  private final List<Mistake> mistakes = new ArrayList<>();
  private final List<Builder> builders = new ArrayList<>();
  private final Map<String, Compiled> compiled;
  private final Classes classes;
  private final MessageDigest digest = DigestUtils.getSha256Digest();

  /**
   * A class whose routes are to be loaded.
   *
   * @param file its file or jar
   */
  record Builder(Path file, Class<? extends RouteBuilder> type) {
    /** The name of its source, which a jar does not have. */
    String source() {
      String outermost = type.getName().split("\\$", 2)[0];
      return outermost.substring(outermost.lastIndexOf('.') + 1) + ".java";
    }
  }

  TeamCode(List<Path> sources, List<Path> jars) {
    List<Path> readable = jars.stream().filter(this::isReadable).toList();
    JavaSources.Result result = JavaSources.compile(sources, readable);
    mistakes.addAll(result.mistakes());
    result.texts().forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
    compiled = result.classes();
    classes = new Classes(readable, compiled);
    compiled.forEach((name, one) -> find(one.file(), name, false));
    readable.forEach(this::findIn);
  }

  /** What is wrong with the files. */
  List<Mistake> mistakes() {
    return mistakes;
  }

  List<Builder> builders() {
    return builders;
  }

  /** For what names classes, such as a bean of a YAML file. */
  ClassLoader classes() {
    return classes;
  }

  /** What all code says; comments, blanks and the time when a jar was made are not in it. */
  String digest() {
    return Hex.encodeHexString(digest.digest());
  }

  /** The frame of a failure that is in this code: the innermost one. */
  Optional<StackTraceElement> frame(Throwable failure) {
    return Stream.of(failure.getStackTrace())
        .filter(
            frame ->
                compiled.containsKey(frame.getClassName())
                    || builders.stream()
                        .anyMatch(one -> one.type().getName().equals(frame.getClassName())))
        .findFirst();
  }

  private boolean isReadable(Path jar) {
    try (JarFile opened = new JarFile(jar.toFile())) {
      opened.stream()
          .filter(entry -> entry.getName().endsWith(".class"))
          .map(entry -> entry.getName() + " " + entry.getCrc())
          .sorted()
          .forEach(entry -> digest.update(entry.getBytes(StandardCharsets.UTF_8)));
      return true;
    } catch (IOException e) {
      mistakes.add(new Mistake(jar, 0, "cannot be read: " + Reason.of(e)));
      return false;
    }
  }

  private void findIn(Path jar) {
    try (JarFile opened = new JarFile(jar.toFile())) {
      ZipEntry services = opened.getEntry(SERVICE);
      if (services == null) {
        return;
      }
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(opened.getInputStream(services), StandardCharsets.UTF_8))) {
        lines
            .lines()
            .map(line -> line.split("#", 2)[0].strip())
            .filter(name -> !name.isEmpty())
            .forEach(name -> find(jar, name, true));
      }
    } catch (IOException e) {
      mistakes.add(new Mistake(jar, 0, "cannot be read: " + Reason.of(e)));
    }
  }

  /**
   * Adds a class if it is a RouteBuilder.
   *
   * @param named whether it has to be one
   */
  private void find(Path file, String name, boolean named) {
    try {
      Class<?> type = classes.loadClass(name);
      if (!RouteBuilder.class.isAssignableFrom(type)) {
        if (named) {
          mistakes.add(
              new Mistake(
                  file, 0, SERVICE + " names " + name + ", which does not extend RouteBuilder"));
        }
      } else if (named || isDeclared(type)) {
        add(file, type.asSubclass(RouteBuilder.class));
      }
    } catch (ClassNotFoundException | LinkageError e) {
      mistakes.add(
          new Mistake(file, 0, "the class %s cannot be loaded: %s".formatted(name, missing(e))));
    }
  }

  /** Not a class within a method, which that method makes, and no base of other classes. */
  private static boolean isDeclared(Class<?> type) {
    return !type.isAnonymousClass()
        && !type.isLocalClass()
        && !Modifier.isAbstract(type.getModifiers());
  }

  private void add(Path file, Class<? extends RouteBuilder> type) {
    boolean isUsable =
        Modifier.isPublic(type.getModifiers())
            && !Modifier.isAbstract(type.getModifiers())
            && Stream.of(type.getConstructors()).anyMatch(one -> one.getParameterCount() == 0);
    if (isUsable) {
      builders.add(new Builder(file, type));
    } else {
      mistakes.add(
          new Mistake(
              file,
              0,
              ("the class %s extends RouteBuilder, and has to be public, in another class also"
                      + " static, with a public constructor without parameters")
                  .formatted(type.getName())));
    }
  }

  private static String missing(Throwable failure) {
    return failure instanceof ClassNotFoundException || failure instanceof NoClassDefFoundError
        ? "there is no class " + String.valueOf(failure.getMessage()).replace('/', '.')
        : Reason.root(failure);
  }

  /**
   * What was compiled, before a class of the same name on the class path, and the jars after it. It
   * stays open: routes load classes until the process ends.
   */
  private static final class Classes extends URLClassLoader {
    private final Map<String, Compiled> compiled;

    Classes(List<Path> jars, Map<String, Compiled> compiled) {
      super(jars.stream().map(Classes::url).toArray(URL[]::new), Classes.class.getClassLoader());
      this.compiled = compiled;
    }

    private static URL url(Path jar) {
      try {
        return jar.toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException(e);
      }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      Compiled one = compiled.get(name);
      if (one == null) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? defineClass(name, one.code(), 0, one.code().length) : loaded;
      }
    }
  }
}
