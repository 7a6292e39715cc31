package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.writeback.destination.BatchPolicy;
import io.writeback.destination.ChangedMode;
import io.writeback.destination.GonePolicy;
import io.writeback.destination.rest.Decision;
import io.writeback.destination.workfront.account.WorkfrontAccount;
import io.writeback.destination.workfront.mapping.CustomForm;
import io.writeback.destination.workfront.mapping.FieldMapping;
import io.writeback.destination.workfront.mapping.GoneOptions;
import io.writeback.destination.workfront.mapping.ObjectMetadata;
import io.writeback.destination.workfront.mapping.ObjectType;
import io.writeback.destination.workfront.mapping.WorkfrontOptions;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What a run into Workfront has decided before its first request, and keeps to when it is resumed.
 *
 * @param account the name of the account
 * @param target what is written to: {@code workfront:example.my.workfront.com/PROJ}
 * @param apiVersion the version whose metadata was read, as it stands in a URL
 * @param object what is written
 * @param blankCells what a blank cell means
 * @param zone where dates and times without a zone are meant
 * @param policy how records are gathered
 * @param changed how the rows that changed are found; null if every row is sent
 * @param metadataDigest of the fields that were read
 * @param showsChanges whether the object says when it was changed and by whom
 * @param mapping which column goes where
 * @param atomic whether the records of a call are written all or none
 * @param writeOnly what is proven of a record whose fields Workfront never shows
 * @param gone what becomes of objects whose rows are gone; null if nothing does
 * @param goneFields those that they lose
 * @param form what is attached to objects that do not have it; null if nothing is
 */
public record WorkfrontDecision(
    String account,
    String target,
    String apiVersion,
    ObjectType object,
    WorkfrontOptions.BlankCells blankCells,
    ZoneId zone,
    BatchPolicy policy,
    @JsonSetter(nulls = Nulls.SET) ChangedMode changed,
    String metadataDigest,
    boolean showsChanges,
    FieldMapping mapping,
    WorkfrontOptions.Atomic atomic,
    WorkfrontOptions.WriteOnly writeOnly,
    @JsonSetter(nulls = Nulls.SET) GonePolicy gone,
    List<String> goneFields,
    @JsonSetter(nulls = Nulls.SET) CustomForm form)
    implements Decision {
  public WorkfrontDecision {
    goneFields = List.copyOf(goneFields);
    boolean keyed =
        mapping.key() < 0
            ? mapping.recognition() != null
            : mapping.table().get(mapping.key()).column().equals(mapping.keyColumn());
    if (mapping.written().isEmpty() || !keyed) {
      throw new IllegalArgumentException("it has no column with the IDs, or none that is written");
    }
  }

  /** From what the route and the tenant say now. */
  static WorkfrontDecision of(
      WorkfrontAccount account,
      WorkfrontOptions options,
      ObjectMetadata metadata,
      FieldMapping mapping,
      Optional<CustomForm> form) {
    return new WorkfrontDecision(
        account.name(),
        target(account, options.object().code()),
        account.apiVersion(),
        options.object(),
        options.blankCells(),
        options.zone(),
        options.policy(),
        options
            .fullEvery()
            .map(every -> new ChangedMode(account.url().toString(), options.idColumn(), every))
            .orElse(null),
        metadata.digest(),
        metadata.showsChanges(),
        mapping,
        options.atomic(),
        options.writeOnly(),
        options.gone().map(GoneOptions::policy).orElse(null),
        options.gone().map(gone -> gone.cleared(mapping)).orElse(List.of()),
        form.orElse(null));
  }

  /** What an account writes to when it writes an object. */
  public static String target(WorkfrontAccount account, String objCode) {
    return "workfront:" + account.host() + "/" + objCode;
  }
}
