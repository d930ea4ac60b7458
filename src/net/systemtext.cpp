// SPDX-License-Identifier: MIT
#include "systemtext.h"

#include <system_error>

namespace peerglass {

QString systemText(int error)
{
    return QString::fromStdString(std::generic_category().message(error));
}

} // namespace peerglass
