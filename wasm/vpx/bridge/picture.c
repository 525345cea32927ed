/* The way of a frame from JavaScript into the library's image. */
#include <stdlib.h>
#include <string.h>

#include "colour.h"
#include "encoder.h"
#include "export.h"
#include "scale.h"

enum format { FORMAT_I420, FORMAT_NV12, FORMAT_RGBX, FORMAT_BGRX };

/* Room for a frame's bytes, to be written before encoder_picture; 0 when there is none. */
uint8_t *EXPORT(encoder_staging)(encoder *e, int bytes) {
  e->has_picture = 0;
  if (bytes < 1) return NULL;
  if (bytes > e->staging_bytes) {
    free(e->staging);
    e->staging = malloc((size_t)bytes);
    e->staging_bytes = e->staging ? bytes : 0;
  }
  return e->staging;
}

/* Where in the staging room a plane's first visible row begins, and how far the rows are apart. */
void EXPORT(encoder_plane)(encoder *e, int plane, int offset, int stride) {
  if (plane < 0 || plane > 2) return;
  e->offsets[plane] = offset;
  e->strides[plane] = stride;
}

/* Whether rows of `row_bytes` bytes lie in the staging room. */
static int plane_fits(const encoder *e, int plane, int row_bytes, int rows) {
  const int64_t end = (int64_t)e->offsets[plane] + (int64_t)e->strides[plane] * (rows - 1) + row_bytes;
  return e->offsets[plane] >= 0 && e->strides[plane] >= row_bytes && end <= e->staging_bytes;
}

static int frame_fits(const encoder *e, enum format format, int width, int height) {
  const int chroma_width = (width + 1) / 2;
  const int chroma_height = (height + 1) / 2;
  switch (format) {
  case FORMAT_I420:
    return plane_fits(e, 0, width, height) && plane_fits(e, 1, chroma_width, chroma_height) &&
           plane_fits(e, 2, chroma_width, chroma_height);
  case FORMAT_NV12:
    return plane_fits(e, 0, width, height) && plane_fits(e, 1, 2 * chroma_width, chroma_height);
  case FORMAT_RGBX:
  case FORMAT_BGRX:
    return plane_fits(e, 0, 4 * width, height);
  }
  return 0;
}

typedef struct {
  const uint8_t *planes[3];
  int strides[3];
} planes_view;

static void view_converted(const encoder *e, planes_view *view, int first_plane) {
  for (int i = first_plane; i < 3; i++) {
    view->planes[i] = e->converted.planes[i];
    view->strides[i] = e->converted.strides[i];
  }
}

static void copy_plane(plane_buffer *to, int plane, const planes_view *from, int width, int height) {
  for (int y = 0; y < height; y++)
    memcpy(to->planes[plane] + y * to->strides[plane], from->planes[plane] + y * from->strides[plane], (size_t)width);
}

/* Finds or makes the frame's three planes at its own size. */
static int to_planes(encoder *e, enum format format, int width, int height, int matrix, int full_range,
                     planes_view *view) {
  for (int i = 0; i < 3; i++) {
    view->planes[i] = e->staging + e->offsets[i];
    view->strides[i] = e->strides[i];
  }
  /* The library knows one stride for both chroma planes. */
  if (format == FORMAT_I420 && view->strides[1] == view->strides[2]) return 1;
  if (!plane_buffer_fit(&e->converted, width, height)) return 0;
  if (format == FORMAT_I420) {
    copy_plane(&e->converted, 1, view, (width + 1) / 2, (height + 1) / 2);
    copy_plane(&e->converted, 2, view, (width + 1) / 2, (height + 1) / 2);
    view_converted(e, view, 1);
    return 1;
  }
  if (format == FORMAT_NV12) {
    colour_split_chroma(view->planes[1], view->strides[1], (width + 1) / 2, (height + 1) / 2, &e->converted);
    view_converted(e, view, 1);
    return 1;
  }
  colour_from_rgb(view->planes[0], view->strides[0], width, height, format == FORMAT_RGBX ? ORDER_RGBX : ORDER_BGRX,
                  (enum matrix)matrix, full_range, &e->converted);
  view_converted(e, view, 0);
  return 1;
}

static int scale_to(encoder *e, planes_view *view, int width, int height, int to_width, int to_height) {
  if (!plane_buffer_fit(&e->scaled, to_width, to_height)) return 0;
  for (int i = 0; i < 3; i++) {
    const int shift = i > 0;
    const scale_source from = {view->planes[i], view->strides[i], (width + shift) >> shift, (height + shift) >> shift};
    const scale_target to = {e->scaled.planes[i], e->scaled.strides[i], (to_width + shift) >> shift,
                             (to_height + shift) >> shift};
    if (!scale_plane(&from, &to, &e->scratch)) return 0;
    view->planes[i] = e->scaled.planes[i];
    view->strides[i] = e->scaled.strides[i];
  }
  return 1;
}

/*
 * Takes the frame that was written to the staging room: of `width` x `height` visible pixels, scaled to the encoder's
 * size if that is another one. `matrix` and `full_range` say what RGB becomes. Returns 0 or a negated vpx_codec_err_t.
 */
int EXPORT(encoder_picture)(encoder *e, int format, int width, int height, int matrix, int full_range) {
  const int to_width = e->applied[SETTING_WIDTH];
  const int to_height = e->applied[SETTING_HEIGHT];
  e->has_picture = 0;
  if (!e->is_open) return -VPX_CODEC_ERROR;
  if (width < 1 || height < 1 || width > 65535 || height > 65535) return -VPX_CODEC_INVALID_PARAM;
  /* So that no product of sizes leaves 32 bits. */
  if ((int64_t)width * height > MAX_PIXELS) return -VPX_CODEC_INVALID_PARAM;
  if (matrix < MATRIX_BT601 || matrix > MATRIX_BT2020) return -VPX_CODEC_INVALID_PARAM;
  if (!e->staging || !frame_fits(e, (enum format)format, width, height)) return -VPX_CODEC_INVALID_PARAM;
  planes_view view;
  if (!to_planes(e, (enum format)format, width, height, matrix, full_range, &view)) return -VPX_CODEC_MEM_ERROR;
  if ((width != to_width || height != to_height) && !scale_to(e, &view, width, height, to_width, to_height))
    return -VPX_CODEC_MEM_ERROR;
  vpx_img_wrap(&e->image, VPX_IMG_FMT_I420, (unsigned int)to_width, (unsigned int)to_height, 1,
               (unsigned char *)(uintptr_t)view.planes[0]);
  for (int i = 0; i < 3; i++) {
    e->image.planes[i] = (unsigned char *)(uintptr_t)view.planes[i];
    e->image.stride[i] = view.strides[i];
  }
  e->has_picture = 1;
  return 0;
}
