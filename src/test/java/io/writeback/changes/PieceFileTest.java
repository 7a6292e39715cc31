package io.writeback.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.files.OwnerOnly;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that grows by pieces: what is on the disk comes back, whenever its writer died. */
class PieceFileTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("before-1");
  }

  /** Pieces of some rows each, the rows of one behind those of the other. */
  private static List<List<Change>> pieces(int count) {
    SomeChanges some = new SomeChanges(count);
    return IntStream.range(0, count)
        .mapToObj(piece -> List.of(some.next(2 * piece, "a"), some.next(2 * piece + 1, "b")))
        .toList();
  }

  /** As a process leaves it that was killed. */
  private void written(List<List<Change>> pieces) {
    pieces.forEach(new PieceWriter(path)::append);
  }

  private void closed(List<List<Change>> pieces) {
    try (PieceWriter writer = new PieceWriter(path)) {
      pieces.forEach(writer::append);
    }
  }

  private List<List<Change>> read() {
    List<List<Change>> pieces = new ArrayList<>();
    try (PieceReader reader = new PieceReader(path)) {
      for (Optional<Piece> next = reader.next(); next.isPresent(); next = reader.next()) {
        List<Change> changes = reader.read(next.get());
        assertThat(next.get().first()).isEqualTo(changes.get(0).row());
        assertThat(next.get().last()).isEqualTo(changes.get(changes.size() - 1).row());
        pieces.add(changes);
      }
    }
    return pieces;
  }

  private void assertDamaged() {
    assertThatThrownBy(this::read)
        .isInstanceOf(WritebackException.class)
        .hasMessageStartingWith(Code.CHANGES_FILE.id())
        .hasMessageContaining(path.toString())
        .hasMessageContaining("damaged");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 17})
  void pieces_come_back_as_they_were_written_whether_their_file_was_closed_or_not(int count) {
    written(pieces(count));

    assertThat(read()).isEqualTo(pieces(count));

    path = folder.resolve("before-2");
    closed(pieces(count));

    assertThat(read()).isEqualTo(pieces(count));
  }

  @Test
  void a_piece_is_on_the_disk_when_it_is_appended() {
    try (PieceWriter writer = new PieceWriter(path)) {
      for (List<Change> piece : pieces(3)) {
        writer.append(piece);

        assertThat(read()).last().isEqualTo(piece);
      }
    }
  }

  @Test
  void a_file_that_is_cut_off_anywhere_has_the_pieces_before() throws IOException {
    written(pieces(3));
    byte[] all = Files.readAllBytes(path);

    int most = 0;
    for (int length = 0; length <= all.length; length++) {
      Files.write(path, Arrays.copyOf(all, length));

      List<List<Change>> found = read();

      assertThat(found).isEqualTo(pieces(3).subList(0, found.size()));
      assertThat(found.size()).isGreaterThanOrEqualTo(most);
      most = found.size();
    }
    assertThat(most).isEqualTo(3);
  }

  @Test
  void zeros_in_place_of_the_last_piece_are_as_a_power_cut_leaves_them() throws IOException {
    written(pieces(2));
    byte[] all = Files.readAllBytes(path);
    Files.delete(path);
    written(pieces(2).subList(0, 1));
    int first = (int) Files.size(path);
    Arrays.fill(all, first, all.length, (byte) 0);
    Files.write(path, all);

    assertThat(read()).isEqualTo(pieces(2).subList(0, 1));
  }

  @Test
  void a_byte_that_was_changed_before_the_last_piece_is_an_error() throws IOException {
    written(pieces(3).subList(0, 2));
    int before = (int) Files.size(path);
    Files.delete(path);
    written(pieces(3));
    byte[] all = Files.readAllBytes(path);
    Random random = new Random(1);

    for (int at = 0; at < before; at += 1 + random.nextInt(3)) {
      byte[] changed = all.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(path, changed);

      try {
        // A byte that only fills a piece up says nothing.
        assertThat(read()).isEqualTo(pieces(3));
      } catch (WritebackException e) {
        assertDamaged();
      }
    }
  }

  @Test
  void the_last_piece_of_a_file_that_was_closed_cannot_be_incomplete() throws IOException {
    closed(pieces(1));
    byte[] all = Files.readAllBytes(path);
    all[Piece.HEAD + 3] ^= 1;
    Files.write(path, all);

    assertDamaged();
  }

  @Test
  void a_file_is_of_one_writer_and_of_its_owner() throws IOException {
    written(pieces(1));

    if (OwnerOnly.isSupported()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
    }
    assertThatThrownBy(() -> new PieceWriter(path))
        .isInstanceOf(WritebackException.class)
        .hasMessageContaining("so it is not overwritten");
  }

  @Test
  void what_is_closed_takes_no_more() {
    PieceWriter writer = new PieceWriter(path);
    writer.close();

    assertThatThrownBy(() -> writer.append(pieces(1).get(0)))
        .isInstanceOf(WritebackException.class);
  }

  @Test
  void pieces_of_many_threads_do_not_mix() {
    List<List<Change>> pieces = pieces(64);
    try (PieceWriter writer = new PieceWriter(path)) {
      pieces.parallelStream().forEach(writer::append);
    }

    assertThat(read()).containsExactlyInAnyOrderElementsOf(pieces);
  }
}
