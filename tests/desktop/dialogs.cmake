# SPDX-License-Identifier: MIT
foreach(name tst_addressesdialog tst_bandialogs tst_closedialog tst_kickdialog tst_optionfields tst_sendbytes
             tst_senddialog tst_serviceconflict tst_servicedialog tst_serviceproblems
             tst_typedbytes)
    peerglass_test(NAME ${name} MODULE desktop LIBRARIES peerglass_desktop)
endforeach()
