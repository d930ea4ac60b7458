// SPDX-License-Identifier: MIT
#include "tones.h"

#include <algorithm>
#include <cmath>

namespace peerglass {
namespace {

// WCAG 2.1: 1.4.3 for text, 1.4.11 for what is no text.
constexpr double textContrast = 4.5;
constexpr double solidContrast = 3;
// Of a fill to black or white, so that text on it can have a colour as well.
constexpr double fillContrast = 6.5;

double luminance(const QColor &color)
{
    const auto linear = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &one, const QColor &other)
{
    const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
    return (light + 0.05) / (dark + 0.05);
}

QColor mix(const QColor &color, const QColor &other, double share)
{
    const auto between = [share](int from, int to) {
        return static_cast<int>(std::lround(from + (to - from) * share));
    };
    return QColor(between(color.red(), other.red()), between(color.green(), other.green()),
                  between(color.blue(), other.blue()));
}

QColor hue(Tone tone, const QPalette &palette)
{
    switch (tone) {
    case Tone::Plain:
        return palette.color(QPalette::Text);
    case Tone::Good:
        return QColor(0x2e9e4f);
    case Tone::Info:
        return QColor(0x3b84d8);
    case Tone::Warning:
        return QColor(0xc47d12);
    case Tone::Bad:
        return QColor(0xe04848);
    case Tone::Muted:
        return QColor(0x7f8791);
    }
    Q_UNREACHABLE();
}

bool isDark(const QColor &ground)
{
    return contrast(ground, Qt::white) > contrast(ground, Qt::black);
}

// Takes the colour away from the grounds, towards black or white, until it stands out enough.
QColor standOut(const QColor &color, std::initializer_list<QColor> grounds, double least)
{
    const QColor end = isDark(*grounds.begin()) ? Qt::white : Qt::black;
    constexpr int steps = 20;
    for (int step = 0; step < steps; ++step) {
        const QColor candidate = mix(color, end, static_cast<double>(step) / steps);
        if (std::ranges::all_of(grounds, [&](const QColor &ground) {
                return contrast(candidate, ground) >= least;
            })) {
            return candidate;
        }
    }
    return end;
}

} // namespace

QColor textColor(Tone tone, const QPalette &palette)
{
    return standOut(hue(tone, palette),
                    {palette.color(QPalette::Base), palette.color(QPalette::AlternateBase),
                     fillColor(tone, palette)},
                    textContrast);
}

QColor fillColor(Tone tone, const QPalette &palette)
{
    const QColor base = palette.color(QPalette::Base);
    const QColor end = isDark(base) ? Qt::white : Qt::black;
    // Weaker on a ground of middling brightness, which leaves text little room.
    double share = isDark(base) ? 0.3 : 0.16;
    while (share > 0.05 && contrast(mix(base, hue(tone, palette), share), end) < fillContrast) {
        share -= 0.02;
    }
    return mix(base, hue(tone, palette), share);
}

QColor solidColor(Tone tone, const QPalette &palette)
{
    return standOut(hue(tone, palette), {palette.color(QPalette::Base)}, solidContrast);
}

} // namespace peerglass
