package io.writeback.sandbox.workfront;

import java.util.Objects;

/**
 * What no public source settles about custom fields.
 *
 * @param metadataShape how the metadata describes them
 * @param setupAccess what the caller may see of custom fields and forms as objects
 * @param commaLists whether a list may be written as one text with commas
 * @param calculatedIgnored whether a value for a calculated field is dropped under a 200 and not
 *     refused
 * @param plainRichText whether rich text takes a text that is no Draft.js document
 * @param attachInSameWrite whether a form that an update attaches takes values of the same update
 */
public record CustomFieldKnobs(
    MetadataShape metadataShape,
    SetupAccess setupAccess,
    boolean commaLists,
    boolean calculatedIgnored,
    boolean plainRichText,
    boolean attachInSameWrite) {
  /** The captured shape, and of everything else the strict side. */
  public static final CustomFieldKnobs STRICT =
      new CustomFieldKnobs(MetadataShape.CAPTURED, SetupAccess.GRANTED, false, false, false, false);

  public CustomFieldKnobs {
    Objects.requireNonNull(metadataShape, "metadataShape");
    Objects.requireNonNull(setupAccess, "setupAccess");
  }

  public CustomFieldKnobs withMetadataShape(MetadataShape shape) {
    return new CustomFieldKnobs(
        shape, setupAccess, commaLists, calculatedIgnored, plainRichText, attachInSameWrite);
  }

  public CustomFieldKnobs withSetupAccess(SetupAccess access) {
    return new CustomFieldKnobs(
        metadataShape, access, commaLists, calculatedIgnored, plainRichText, attachInSameWrite);
  }

  public CustomFieldKnobs withCommaLists(boolean accepted) {
    return new CustomFieldKnobs(
        metadataShape, setupAccess, accepted, calculatedIgnored, plainRichText, attachInSameWrite);
  }

  public CustomFieldKnobs withCalculatedIgnored(boolean ignored) {
    return new CustomFieldKnobs(
        metadataShape, setupAccess, commaLists, ignored, plainRichText, attachInSameWrite);
  }

  public CustomFieldKnobs withPlainRichText(boolean accepted) {
    return new CustomFieldKnobs(
        metadataShape, setupAccess, commaLists, calculatedIgnored, accepted, attachInSameWrite);
  }

  public CustomFieldKnobs withAttachInSameWrite(boolean attaches) {
    return new CustomFieldKnobs(
        metadataShape, setupAccess, commaLists, calculatedIgnored, plainRichText, attaches);
  }
}
