package io.writeback.destination;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The fields of a record, wire name to value, in the order of the columns: a map whose names are
 * those of its plan, so that a record holds nothing but its values.
 */
public final class Fields extends AbstractMap<String, Object> {
  /** In place of the value of a field that the record does not write; null clears the field. */
  public static final Object LEFT_OUT = new Object();

  private final Names names;
  private final Object[] values;
  private final int size;

  /**
   * @param values as many as there are names, not changed any more
   */
  public Fields(Names names, Object[] values) {
    if (values.length != names.names.size()) {
      throw new IllegalArgumentException(values.length + " values for " + names.names);
    }
    this.names = names;
    this.values = values;
    int written = 0;
    for (Object value : values) {
      written += value == LEFT_OUT ? 0 : 1;
    }
    this.size = written;
  }

  /** The names of all fields that the records of a plan may have. */
  public static final class Names {
    private final List<String> names;
    private final Map<String, Integer> numbers = new HashMap<>();

    public Names(List<String> names) {
      this.names = List.copyOf(names);
      for (String name : names) {
        if (numbers.put(name, numbers.size()) != null) {
          throw new IllegalArgumentException(name + " stands twice in " + names);
        }
      }
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Object get(Object name) {
    Object value = valueOf(name);
    return value == LEFT_OUT ? null : value;
  }

  @Override
  public boolean containsKey(Object name) {
    return valueOf(name) != LEFT_OUT;
  }

  private Object valueOf(Object name) {
    Integer number = names.numbers.get(name);
    return number == null ? LEFT_OUT : values[number];
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super Object> action) {
    for (int number = 0; number < values.length; number++) {
      if (values[number] != LEFT_OUT) {
        action.accept(names.names.get(number), values[number]);
      }
    }
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Iterator<Entry<String, Object>> iterator() {
        return new Written();
      }
    };
  }

  /** Goes over the fields that the record writes. */
  private final class Written implements Iterator<Entry<String, Object>> {
    private int next;

    @Override
    public boolean hasNext() {
      while (next < values.length && values[next] == LEFT_OUT) {
        next++;
      }
      return next < values.length;
    }

    @Override
    public Entry<String, Object> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int number = next++;
      return new SimpleImmutableEntry<>(names.names.get(number), values[number]);
    }
  }
}
