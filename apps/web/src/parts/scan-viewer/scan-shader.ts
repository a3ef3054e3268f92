import {
  changeColours,
  loupe,
  materialColours,
  middleColour,
  mostTaps,
  nothingBelow,
  saturatedFrom,
  surround,
} from './paint-pixel.ts';
import { leastAttenuation, mostAttenuation } from './viewed-scan.ts';

const number = (value: number): string => value.toFixed(8);
const colour = (value: readonly number[]): string =>
  `vec3(${value.map((part) => number(part / 255)).join(', ')})`;

/** One triangle that covers the picture. */
export const vertexShader = `#version 300 es
void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

/**
 * The sums of `paintPixel`, for every pixel at once. Samples are whole numbers, which a texture gives only
 * one by one, so what lies between them is reckoned here.
 */
export const fragmentShader = `#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;

uniform usampler2D high, low, means, other;
uniform sampler2D materials, warp, curves;
uniform ivec2 size, otherSize, warpSize;
uniform float warpStep, curveStep;
uniform vec2 highLevels, lowLevels, otherLevels;
uniform bvec2 hasCurve;
uniform vec2 picture;
uniform vec2 middle;
uniform vec2 cursor;
uniform float zoom, window, level, localContrast, swipe, range;
uniform bool inverted, loupeOn, earlierShown;
uniform int shown;
uniform int mode;
out vec4 painted;

const float least = ${number(leastAttenuation)};
const float most = ${number(mostAttenuation)};

float attenuation(float read, vec2 levels) {
  float through = max(1e-6, (read - levels.y) / (levels.x - levels.y));
  return clamp(-log(through), least, most);
}

float sampleAt(usampler2D samples, ivec2 at, ivec2 bounds) {
  return float(texelFetch(samples, clamp(at, ivec2(0), bounds - 1), 0).r);
}

float readAt(usampler2D samples, ivec2 bounds, vec2 place, float scale) {
  if (scale >= 1.0) {
    vec2 from = place - 0.5;
    ivec2 corner = ivec2(floor(from));
    vec2 share = from - floor(from);
    float upper = mix(sampleAt(samples, corner, bounds), sampleAt(samples, corner + ivec2(1, 0), bounds), share.x);
    float under = mix(sampleAt(samples, corner + ivec2(0, 1), bounds), sampleAt(samples, corner + ivec2(1, 1), bounds), share.x);
    return mix(upper, under, share.y);
  }
  int taps = int(clamp(floor(1.0 / scale + 0.5), 1.0, ${number(mostTaps)}));
  float sum = 0.0;
  for (int j = 0; j < taps; j++) {
    for (int i = 0; i < taps; i++) {
      vec2 off = (vec2(float(i), float(j)) + 0.5) / float(taps) - 0.5;
      sum += sampleAt(samples, ivec2(floor(place + off / scale)), bounds);
    }
  }
  return sum / float(taps * taps);
}

float shade(float depth) {
  float dark = clamp((depth - level) / window + 0.5, 0.0, 1.0);
  return inverted ? dark : 1.0 - dark;
}

float density(float depth, int row) {
  bool told = row == 0 ? hasCurve.x : hasCurve.y;
  if (!told) return depth;
  float place = depth / curveStep;
  int last = textureSize(curves, 0).x - 2;
  int at = clamp(int(floor(place)), 0, last);
  float from = texelFetch(curves, ivec2(at, row), 0).r;
  float to = texelFetch(curves, ivec2(at + 1, row), 0).r;
  return from + (to - from) * min(1.0, place - float(at));
}

vec2 warped(vec2 place) {
  if (warpSize.x == 0) return place * vec2(otherSize) / vec2(size);
  vec2 grid = clamp((place - 0.5) / warpStep, vec2(0.0), vec2(warpSize) - 1.001);
  ivec2 corner = ivec2(floor(grid));
  vec2 share = grid - floor(grid);
  vec2 upper = mix(texelFetch(warp, corner, 0).rg, texelFetch(warp, corner + ivec2(1, 0), 0).rg, share.x);
  vec2 under = mix(texelFetch(warp, corner + ivec2(0, 1), 0).rg, texelFetch(warp, corner + ivec2(1, 1), 0).rg, share.x);
  return mix(upper, under, share.y) + 0.5;
}

vec3 materialColour(float place) {
  vec3 organic = ${colour(materialColours[0])}, metal = ${colour(materialColours[1])}, steel = ${colour(materialColours[2])};
  return place < ${number(middleColour)}
    ? mix(organic, metal, place / ${number(middleColour)})
    : mix(metal, steel, (place - ${number(middleColour)}) / ${number(1 - middleColour)});
}

vec3 paint() {
  vec2 pixel = vec2(gl_FragCoord.x, picture.y - gl_FragCoord.y);
  float height = mode == 1 ? floor(picture.y / 2.0) : picture.y;
  bool lower = mode == 1 && pixel.y > height;
  vec2 own = lower ? vec2(pixel.x, pixel.y - height) : pixel;
  float scale = zoom;
  vec2 place = middle + (own - vec2(picture.x, height) / 2.0) / zoom;
  if (loupeOn) {
    vec2 off = place - cursor;
    if (dot(off * zoom, off * zoom) < ${number(loupe.radius ** 2)}) {
      place = cursor + off / ${number(loupe.times)};
      scale = zoom * ${number(loupe.times)};
    }
  }
  vec3 around = ${colour(surround)};
  if (place.x < 0.0 || place.y < 0.0 || place.x >= float(size.x) || place.y >= float(size.y)) return around;
  bool onHatch = (int(floor(pixel.x)) + int(floor(pixel.y))) % 8 < 2;
  if (lower || (mode == 2 && pixel.x < swipe * picture.x) || (mode == 3 && earlierShown)) {
    vec2 from = warped(place);
    if (from.x < 0.0 || from.y < 0.0 || from.x >= float(otherSize.x) || from.y >= float(otherSize.y)) return around;
    return vec3(shade(attenuation(readAt(other, otherSize, from, scale), otherLevels)));
  }
  if (mode == 4) {
    float depth = attenuation(readAt(high, size, place, scale), highLevels);
    float before = density(attenuation(readAt(other, otherSize, warped(place), scale), otherLevels), 1);
    float off = density(depth, 0) - before;
    float under = (90.0 + 80.0 * shade(depth)) / 255.0;
    return mix(vec3(under), off > 0.0 ? ${colour(changeColours[0])} : ${colour(changeColours[1])}, min(1.0, abs(off) / range));
  }
  ivec2 at = min(size - 1, ivec2(floor(place)));
  bool isLow = shown == 1;
  vec2 levels = isLow ? lowLevels : highLevels;
  float sampled = isLow ? sampleAt(low, at, size) : sampleAt(high, at, size);
  if (sampled >= ${number(saturatedFrom)}) return vec3(onHatch ? 0.0 : 1.0);
  if (sampled - levels.y <= ${number(nothingBelow)} * (levels.x - levels.y)) return onHatch ? vec3(110.0, 110.0, 120.0) / 255.0 : vec3(0.0);
  float depth = attenuation(isLow ? readAt(low, size, place, scale) : readAt(high, size, place, scale), levels);
  if (localContrast > 0.0) {
    float around = float(texelFetch(means, at, 0).r) * (most - least) / 65535.0 + least;
    depth += localContrast * (depth - around);
  }
  float bright = shade(depth);
  if (shown != 2) return vec3(bright);
  vec2 told = texelFetch(materials, at, 0).rg;
  if (told.g > 0.25 && told.g < 0.75) return vec3(bright);
  if (told.g <= 0.25) return vec3(onHatch ? (bright > 0.5 ? bright - 0.3 : bright + 0.3) : bright);
  vec3 tone = materialColour(told.r);
  return bright < 0.5 ? tone * bright * 2.0 : mix(tone, vec3(1.0), bright * 2.0 - 1.0);
}

void main() {
  painted = vec4(paint(), 1.0);
}`;
