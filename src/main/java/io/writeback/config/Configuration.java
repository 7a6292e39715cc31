package io.writeback.config;

import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What application.properties, the environment and {@code --set} say together.
 *
 * <p>Precedence: {@code --set}, then the environment ({@code PROJECT_STATUS_DATASET_ID} for {@code
 * project-status.dataset-id}), then the file of the profile, then the file; files are UTF-8.
 * Camel's own order is another one and it reads ISO-8859-1, hence this class. Values may hold
 * {@code {{placeholders}}}, which settings fill in when they are read.
 *
 * @param home the folder that relative paths and {@code routes/} are looked up in
 * @param file the properties file, as messages name it
 * @param placeholders fills in the {@code {{placeholders}}} of a value; throws if it cannot
 */
public record Configuration(
    Path home,
    String file,
    Map<String, String> values,
    Map<String, String> environment,
    UnaryOperator<String> placeholders) {
  private static final String PROFILE = "camel.main.profile";

  private static final Pattern SECRET =
      Pattern.compile(
          ".*(secret|password|passwd|token|authorization|api[._-]?key|private[._-]?key)"
              + "|alert\\.(webhook|slack|webhook-header\\..*)");

  public Configuration {
    Objects.requireNonNull(home);
    Objects.requireNonNull(file);
    values = Map.copyOf(values);
    environment = Map.copyOf(environment);
  }

  /** One whose values are taken as they are written. */
  public Configuration(
      Path home, String file, Map<String, String> values, Map<String, String> environment) {
    this(home, file, values, environment, UnaryOperator.identity());
  }

  /** The same, with other {@code placeholders}. */
  public Configuration with(UnaryOperator<String> placeholders) {
    return new Configuration(home, file, values, environment, placeholders);
  }

  /**
   * Reads the file (none is like an empty one) and lays the file of the profile, {@code
   * application-NAME.properties}, the environment and the settings over it. As in camel-main the
   * profile may also be named by {@code camel.main.profile}.
   *
   * @param profile as a person names it; its file has to exist
   * @throws ConfigurationException if a file is unreadable or missing, or a setting is a secret
   */
  public static Configuration load(
      Path home,
      Path file,
      Optional<String> profile,
      Map<String, String> sets,
      Map<String, String> environment) {
    Map<String, String> values = new TreeMap<>(read(file));
    String active =
        profile.orElseGet(
            () ->
                sets.getOrDefault(
                    PROFILE,
                    environment.getOrDefault(
                        environmentName(PROFILE), values.getOrDefault(PROFILE, ""))));
    String files = file.getFileName().toString();
    for (String name : profileNames(active)) {
      Path own = profileFile(file, name);
      if (Files.exists(own)) {
        values.putAll(read(own));
        files = own.getFileName() + " over " + files;
      } else if (profile.isPresent()) {
        throw new ConfigurationException(
            Code.PROFILE_MISSING, "--profile " + name, "there is no file " + own);
      }
    }
    values.replaceAll(
        (key, value) -> Optional.ofNullable(environment.get(environmentName(key))).orElse(value));
    profile.ifPresent(name -> values.put(PROFILE, name));
    List<Problem> problems = new ArrayList<>();
    sets.forEach(
        (key, value) -> {
          if (isSecret(key) && !value.contains("{{")) {
            problems.add(
                new Problem(
                    Code.SECRET_ON_COMMAND_LINE,
                    "--set " + key,
                    "every user of this machine can read a command line; set "
                        + environmentName(key)
                        + " in the environment instead"));
          }
          values.put(key, value);
        });
    ConfigurationException.throwIfAny(problems);
    return new Configuration(home, files, values, environment);
  }

  /** A name is a part of the name of a file, and nothing else of a path. */
  private static List<String> profileNames(String active) {
    List<String> names =
        Arrays.stream(active.split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    for (String name : names) {
      if (!name.matches("[\\p{L}\\p{N}_][\\p{L}\\p{N}._-]*")) {
        throw new ConfigurationException(
            Code.BAD_VALUE,
            PROFILE,
            "is \"" + name + "\", allowed are letters, digits and . _ - in the name of a profile");
      }
    }
    return names;
  }

  /**
   * The file of a profile, which lies beside that of all profiles: {@code application-NAME
   * .properties}.
   */
  private static Path profileFile(Path file, String profile) {
    String name =
        file.getFileName().toString().replaceFirst("(\\.properties)?$", "-" + profile + "$1");
    return file.resolveSibling(name);
  }

  private static Map<String, String> read(Path file) {
    Map<String, String> values = new TreeMap<>();
    if (!Files.exists(file)) {
      return values;
    }
    UniqueProperties properties = new UniqueProperties();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      skipByteOrderMark(reader);
      properties.load(reader);
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(
          Code.BAD_PROPERTIES, file.toString(), "is not UTF-8; save it as UTF-8");
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          Code.BAD_PROPERTIES, file.toString(), "cannot be read: " + e.getMessage());
    }
    if (!properties.repeated.isEmpty()) {
      throw new ConfigurationException(
          properties.repeated.stream()
              .map(
                  key ->
                      new Problem(
                          Code.BAD_PROPERTIES,
                          file.toString(),
                          "has the key " + key + " more than once; keep one"))
              .toList());
    }
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    return values;
  }

  /** Of a key that stands twice Java keeps the last value silently. */
  private static final class UniqueProperties extends Properties {
    private static final long serialVersionUID = 1L;

    private final transient Set<String> repeated = new TreeSet<>();

    @Override
    public synchronized Object put(Object key, Object value) {
      Object before = super.put(key, value);
      if (before != null) {
        repeated.add((String) key);
      }
      return before;
    }
  }

  /** Some editors put one at the front, and it would become a part of the first key. */
  private static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
  }

  /** The name of an environment variable for a key: upper case, _ for everything else. */
  public static String environmentName(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static boolean isSecret(String key) {
    return SECRET.matcher(key.toLowerCase(Locale.ROOT)).matches();
  }

  /** The keys under a prefix such as {@code account.domo.}, without it. */
  public Map<String, String> under(String prefix) {
    Map<String, String> found = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), value);
          }
        });
    return found;
  }

  /** Settings under a prefix, the environment behind them. */
  public Settings settings(String prefix) {
    return new Settings(
        file, prefix, under(prefix), this::fromEnvironment, this::path, placeholders);
  }

  /** Whether the value of a key is from the environment, which is taken as it is. */
  public boolean isFromEnvironment(String key) {
    return values.containsKey(key)
        && fromEnvironment(key).filter(values.get(key)::equals).isPresent();
  }

  /** The environment's value for a key, if it has one. */
  public Optional<String> fromEnvironment(String key) {
    return Optional.ofNullable(environment.get(environmentName(key)));
  }

  /** A path of the configuration: relative ones belong to the home folder. */
  public Path path(String text) {
    return home.resolve(text).normalize();
  }
}
