package io.writeback.camel.routes;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import io.writeback.problem.Reason;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles Java files in memory, all together, so that they can use each other. Those with mistakes
 * are left out, so that one bad file does not stop the others.
 *
 * <p>Not by camel-java-joor-dsl 4.18.0, the newest that can be had: it runs with Camel 4.22, but
 * compiles each file alone, gives all mistakes as one text, leaves out a second RouteBuilder of a
 * file, and takes a class of the same name from the class path instead of the file.
 */
final class JavaSources {
  /** A compiler may find a hundred mistakes after one forgotten brace. */
  private static final int MOST_MISTAKES = 10;

  private final JavaCompiler compiler;
  private final String classPath;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();
  private final Map<String, Output> classes = new LinkedHashMap<>();

  private JavaSources(JavaCompiler compiler, List<Path> jars) {
    this.compiler = compiler;
    classPath =
        Stream.concat(
                Stream.of(System.getProperty("java.class.path")), jars.stream().map(Path::toString))
            .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * What is wrong with a file.
   *
   * @param line 0 if it is not about a line
   */
  record Mistake(Path file, long line, String message) {}

  /** A class, and the file that it is from. */
  record Compiled(Path file, byte[] code) {}

  /**
   * What became of all files.
   *
   * @param classes by name
   * @param texts of the files that were compiled, without comments
   */
  record Result(Map<String, Compiled> classes, List<String> texts, List<Mistake> mistakes) {}

  /**
   * @param jars on the class path behind ours
   */
  static Result compile(List<Path> files, List<Path> jars) {
    JavaCompiler compiler = files.isEmpty() ? null : ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      return new Result(
          Map.of(),
          List.of(),
          files.stream().map(file -> new Mistake(file, 0, noCompiler())).toList());
    }
    return new JavaSources(compiler, jars).compile(files);
  }

  private static String noCompiler() {
    return "cannot be compiled: the Java that runs this, %s, is a runtime (JRE) without a compiler;"
            .formatted(System.getProperty("java.home"))
        + " start ./writeback with a JDK, or put the compiled classes into routes/ as a jar";
  }

  private Result compile(List<Path> files) {
    for (Path file : files) {
      try {
        sources.add(new Source(file, RouteFiles.text(file)));
      } catch (IOException e) {
        mistakes.add(new Mistake(file, 0, "cannot be read: " + Reason.of(e)));
      }
    }
    List<String> texts = List.of();
    Set<Path> bad = new LinkedHashSet<>();
    boolean done = sources.isEmpty();
    while (!done) {
      classes.clear();
      DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
      texts = pass(found);
      Set<Path> failed = record(found, bad);
      sources.removeIf(source -> failed.contains(source.file));
      bad.addAll(failed);
      done = failed.isEmpty() || sources.isEmpty();
    }
    Map<String, Compiled> compiled = new LinkedHashMap<>();
    if (!sources.isEmpty()) {
      classes.forEach(
          (name, output) -> compiled.put(name, new Compiled(output.file, output.code())));
    }
    return new Result(compiled, sources.isEmpty() ? List.of() : texts, mistakes);
  }

  /** Compiles all sources that are left; their texts without comments. */
  private List<String> pass(DiagnosticCollector<JavaFileObject> found) {
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(found, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  new InMemory(standard),
                  found,
                  List.of("-classpath", classPath, "-proc:none", "-g", "-parameters", "-nowarn"),
                  null,
                  sources);
      List<String> texts = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        texts.add(unit.toString());
      }
      task.analyze();
      task.generate();
      return texts;
    } catch (IOException e) {
      throw new IllegalStateException("the compiler cannot be used", e);
    }
  }

  /**
   * Records the mistakes that a pass found.
   *
   * @param bad the files that were left out of it
   * @return the files that have mistakes
   */
  private Set<Path> record(DiagnosticCollector<JavaFileObject> found, Set<Path> bad) {
    Map<Path, Integer> counts = new HashMap<>();
    Set<Path> failed = new LinkedHashSet<>();
    for (Diagnostic<? extends JavaFileObject> one : found.getDiagnostics()) {
      if (one.getKind() != Diagnostic.Kind.ERROR) {
        continue;
      }
      // What is not about a file, such as a jar that cannot be read, concerns all of them.
      List<Path> files =
          one.getSource() instanceof Source source
              ? List.of(source.file)
              : sources.stream().map(source -> source.file).toList();
      for (Path file : files) {
        failed.add(file);
        if (counts.merge(file, 1, Integer::sum) <= MOST_MISTAKES) {
          mistakes.add(
              new Mistake(file, Math.max(0, one.getLineNumber()), message(one) + without(bad)));
        }
      }
    }
    counts.forEach(
        (file, count) -> {
          if (count > MOST_MISTAKES) {
            String more = "has %d mistakes more".formatted(count - MOST_MISTAKES);
            mistakes.add(new Mistake(file, 0, more));
          }
        });
    return failed;
  }

  private static String message(Diagnostic<?> mistake) {
    return mistake
        .getMessage(Locale.ENGLISH)
        .strip()
        .replaceAll("\\s*\\R\\s*", " | ")
        .replaceAll(": {2,}", ": ");
  }

  private static String without(Set<Path> bad) {
    return bad.isEmpty()
        ? ""
        : bad.stream()
            .map(file -> file.getFileName().toString())
            .collect(Collectors.joining(", ", " (compiled without the files with mistakes: ", ")"));
  }

  /** A file of the team. */
  private static final class Source extends SimpleJavaFileObject {
    private final Path file;
    private final String text;

    Source(Path file, String text) {
      super(file.toUri(), Kind.SOURCE);
      this.file = file;
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** The code of a class. */
  private static final class Output extends SimpleJavaFileObject {
    private final Path file;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Output(String name, Path file) {
      super(URI.create("mem:///" + name.replace('.', '/') + Kind.CLASS.extension), Kind.CLASS);
      this.file = file;
    }

    byte[] code() {
      return bytes.toByteArray();
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  /** Keeps what is compiled. */
  private final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    InMemory(JavaFileManager standard) {
      super(standard);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      Output output = new Output(name, ((Source) sibling).file);
      classes.put(name, output);
      return output;
    }
  }
}
