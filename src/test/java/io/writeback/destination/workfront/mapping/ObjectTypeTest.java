package io.writeback.destination.workfront.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectTypeTest {
  @ParameterizedTest
  @CsvSource({
    "project,PROJ",
    "PROJ,PROJ",
    "proj,PROJ",
    "Project,PROJ",
    "issue,OPTASK",
    "ISSUE,OPTASK",
    "optask,OPTASK",
    "TemplateTask,TTSK",
    "tshet,TSHET",
    "Hour,HOUR",
    "kanbanboard,KANBANBOARD",
    "queuedef,QUED"
  })
  void finds_an_object_by_code_or_name_in_any_case(String written, String code) {
    assertThat(ObjectType.writable(written).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "projects|Workfront accepts no plurals; did you mean project?",
        "issues|Workfront accepts no plurals; did you mean issue?",
        "Companies|Workfront accepts no plurals; did you mean company?",
        "projekt|Workfront has no such object; did you mean project?",
        "template task|Workfront has no such object; did you mean templatetask?",
        "xyzzyxyzzy|Workfront has no such object",
        "login|the Workfront API does not list login (LOGIN) among the objects that can be edited; ./writeback discover workfront lists those of your tenant",
        "GOAL|the Workfront API does not list goal (GOAL) among the objects that can be edited; ./writeback discover workfront lists those of your tenant"
      })
  void says_why_an_object_cannot_be_written(String written, String reason) {
    assertThatThrownBy(() -> ObjectType.writable(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(reason);
  }
}
