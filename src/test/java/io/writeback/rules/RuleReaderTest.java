package io.writeback.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RuleReaderTest {
  private static List<String> mistakes(String text) {
    List<String> mistakes = new ArrayList<>();
    RuleReader.read(
        text,
        name -> {
          if (name.equals("there.csv")) {
            return Map.of("a", "b");
          }
          throw new ValueFiles.Unusable(name + " cannot be read");
        },
        mistakes::add);
    return mistakes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Status: trim",
        "Status: values Active=CUR, On hold=ONH, else keep",
        "Status: values from there.csv, x=y, else default z",
        "Status: values N/A=",
        "Start: date dd.MM.yyyy",
        "Start: date d. MMMM yyyy in de",
        "Start: date M/d/yy h:mm a in en-US",
        "Start: date yyyyMMdd'T'HHmmssXX",
        "Budget: number 1.234,56",
        "Budget: number 1 234,56",
        "Budget: number 1'234.56",
        "Budget: number 1234.56",
        "Budget: number de-CH",
        "Owner: blank keep",
        "Owner: default nobody",
        "Origin: constant Domo; onlyIfBlank",
        "Name: template {First}[ {Middle}] {Last}; trim; truncate 255",
        "A\\: B: trim",
        "# a comment\n\nStatus: trim\n",
        "Name: template \\{literal\\} {First}\\; {Last}",
      })
  void what_is_right_has_no_mistake(String text) {
    assertThat(mistakes(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Status trim | line 1, position 1: has no colon",
        ": trim | line 1, position 1: has no column",
        "Status: | line 1, position 8: a rule is missing; allowed are constant, template, trim",
        "Status: trim; | a rule is missing",
        "Status: vlaues A=B | line 1, position 9: \"vlaues\" is no rule; did you mean values?; allowed are",
        "Status: trim; trim | line 1, position 15: trim stands twice in the line",
        "Status: trim both | line 1, position 14: trim takes nothing after it",
        "Status: values | values needs entries or a file",
        "Status: values Active | \"Active\" is not cell=value",
        "Status: values A=B, A=C | \"A\" stands twice",
        "Status: values A=B, else drop | \"else drop\" is not allowed; allowed are else keep",
        "Status: values from gone.csv | gone.csv cannot be read",
        "Start: date tt.MM.jjjj | \"tt.MM.jjjj\" is no pattern of a date",
        "Start: date MM.yyyy | it does not name a day",
        "Start: date dd.MM.YYYY | \"dd.MM.YYYY\" is no pattern of a date",
        "Start: date dd.MM.yyyy hh:mm | its time is not whole",
        "Start: date d. MMMM yyyy in xx | \"xx\" is no language",
        "Budget: number 1.234 | it does not show which separator is which",
        "Budget: number 12.34.56 | the decimal separator is",
        "Budget: number german | \"german\" is no language",
        "Name: truncate many | \"many\" is no number of characters; allowed is 1 to 1,000,000",
        "Name: truncate 0 | \"0\" is no number of characters",
        "Owner: blank ignore | blank \"ignore\" is not allowed; allowed are keep, clear and reject",
        "Owner: blank clear; default x | blank and default contradict each other",
        "Start: date dd.MM.yyyy; number de | date and number contradict each other",
        "Origin: constant Domo; trim | so that trim does nothing",
        "Name: template First Last | line 1, position 16: the template has no {column}",
        "Name: template {First | position 16: the template opens { and does not close it",
        "Name: template {First} ] | position 24: the template has a ] that belongs to nothing",
        "Name: template {First}[x] | has brackets without a {column}",
      })
  void a_mistake_says_where_it_is_and_what_is_allowed(String text, String mistake) {
    assertThat(mistakes(text)).singleElement().asString().contains(mistake);
  }

  @Test
  void all_mistakes_are_named_at_once() {
    assertThat(mistakes("A: trmi\nB: blank x; date zz\nA: trim"))
        .hasSize(4)
        .satisfies(all -> assertThat(all.get(3)).startsWith("line 3").contains("in line 1"));
  }
}
