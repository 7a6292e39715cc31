package io.writeback.sandbox.workfront;

import java.util.Objects;

/**
 * Undocumented behaviour of custom fields.
 *
 * @param metadataShape how the metadata describes them
 * @param setupAccess which custom fields and forms the caller may read as objects
 * @param commaLists whether a list may be written as a comma-separated text
 * @param calculatedIgnored whether a value for a calculated field is dropped with status 200
 *     instead of refused
 * @param plainRichText whether rich text accepts a text that is not a Draft.js document
 * @param attachInSameWrite whether a form that an update attaches accepts values in the same update
 */
public record CustomFieldKnobs(
    MetadataShape metadataShape,
    SetupAccess setupAccess,
    boolean commaLists,
    boolean calculatedIgnored,
    boolean plainRichText,
    boolean attachInSameWrite) {
  /** The captured shape, and the strict option for everything else. */
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
