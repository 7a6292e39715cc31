package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.cli.Home;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A sheet is put back cell by cell, where rows have no key but their place. */
final class UndoElsewhereTest {
  @RegisterExtension private final WorkivaHome home = new WorkivaHome();

  private String sheet() {
    return home.sheet().strip();
  }

  /** The id of a run that has applied a plan of these rows. */
  private String applied(String csv) {
    home.file("w.csv", csv);
    Home.Done plan = home.run("plan", "w", "--json");
    String run = plan.json().get("plan").asText();
    Home.Done apply = home.run("apply", run);
    assertThat(apply.exitCode()).as(apply.out() + apply.err()).isZero();
    return run;
  }

  private Home.Done undone(int exitCode, String run) {
    Home.Done undo = home.run("undo", run, "--yes");
    assertThat(undo.exitCode()).as(undo.out() + undo.err()).isEqualTo(exitCode);
    return undo;
  }

  @Test
  void cells_between_which_others_stay_are_put_back_in_their_places() throws IOException {
    home.route("A:C").sheet("ID,Name\n1,a\n2,b\n3,c\n4,d\n");
    String before = sheet();
    String run = applied("ID,Name\n1,A\n2,b\n9,c\n4,D\n");
    assertThat(sheet()).contains("1,A", "2,b", "9,c", "4,D");

    undone(0, run);

    assertThat(sheet()).isEqualTo(before);
  }

  @Test
  void a_cell_that_a_colleague_changed_since_is_kept() throws IOException {
    home.route("A:B").sheet("ID,Name\n1,a\n2,b\n3,c\n");
    String run = applied("ID,Name\n9,A\n2,b\n8,C\n");
    home.sheet("ID,Name\n9,of a colleague\n2,b\n8,C\n");

    Home.Done undo = undone(3, run);

    assertThat(sheet().lines()).containsExactly("ID,Name", "1,of a colleague", "2,b", "3,c");
    assertThat(undo.out()).contains("of a colleague");
  }

  @Test
  void a_header_and_cells_that_were_emptied_are_put_back_too() throws IOException {
    home.route("A:C").sheet("Key,Label,Note\n1,a,x\n2,b,y\n3,c,z\n");
    String before = sheet();
    String run = applied("ID,Name\n1,A\n");
    assertThat(sheet().lines().findFirst()).contains("ID,Name");

    undone(0, run);

    assertThat(sheet()).isEqualTo(before);
  }

  @Test
  void a_sheet_of_one_column_is_put_back() throws IOException {
    home.route("A:A").sheet("Name\na\nb\nc\n");
    String before = sheet();
    String run = applied("Name\na\nb\nC\n");

    undone(0, run);

    assertThat(sheet()).isEqualTo(before);
  }
}
